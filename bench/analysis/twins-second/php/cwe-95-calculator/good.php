<?php

$expression = $_GET['expression'] ?? '0';
if (preg_match('/^[0-9]{1,6}\z/', $expression) !== 1) {
    http_response_code(422);
    exit;
}
$value = eval('return ' . $expression . ';');
echo (float) $value;
