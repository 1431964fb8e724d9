<?php

function convert(string $file, string $format): bool
{
    $command = 'pandoc ' . escapeshellarg($file) . ' -t ';
    $command .= escapeshellarg($format);
    exec($command, $output, $status);
    return $status === 0;
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $ok = convert('page.md', $_POST['format'] ?? 'html');
    http_response_code($ok ? 204 : 500);
}
