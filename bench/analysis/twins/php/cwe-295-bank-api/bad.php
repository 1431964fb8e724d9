<?php

function bank_get(string $path): array
{
    $handle = curl_init('https://bank.example/api/' . ltrim($path, '/'));
    curl_setopt_array($handle, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 10,
        CURLOPT_SSL_VERIFYPEER => false,
        CURLOPT_SSL_VERIFYHOST => 2,
    ]);
    $body = curl_exec($handle);
    curl_close($handle);
    return json_decode((string) $body, true) ?? [];
}
