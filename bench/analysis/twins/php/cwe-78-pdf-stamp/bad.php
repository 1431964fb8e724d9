<?php

final class Stamper
{
    private string $text;

    public function __construct(string $text)
    {
        $this->text = $text;
    }

    public function apply(string $file): int
    {
        $command = 'pdfstamp --text "' . $this->text . '" ' . escapeshellarg($file);
        exec($command, $output, $status);
        return $status;
    }
}

$stamper = new Stamper($_POST['stamp'] ?? 'DRAFT');
http_response_code($stamper->apply('/srv/pdf/current.pdf') === 0 ? 204 : 500);
