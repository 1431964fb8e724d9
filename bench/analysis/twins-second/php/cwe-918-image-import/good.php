<?php

const HOSTS = ['cdn.example.org', 'images.example.org'];

function fetch(string $url): string|false
{
    $host = parse_url($url, PHP_URL_HOST);
    if (!in_array($host, HOSTS, true)) {
        return false;
    }
    $url = 'https://' . $host . parse_url($url, PHP_URL_PATH);
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_PROTOCOLS, CURLPROTO_HTTPS);
    $body = curl_exec($curl);
    curl_close($curl);
    return $body;
}

echo strlen((string) fetch($_POST['url'] ?? ''));
