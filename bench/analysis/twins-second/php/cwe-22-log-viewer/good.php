<?php

const LOGS = '/var/log/shop/';

$name = $_GET['log'] ?? 'today.log';
$path = LOGS . basename($name);
if (!is_file($path)) {
    http_response_code(404);
    exit;
}
header('Content-Type: text/plain');
readfile($path);
