<?php

$expression = $_GET['expression'] ?? '0';
if (strlen($expression) > 20) {
    http_response_code(422);
    exit;
}
$value = eval('return ' . $expression . ';');
echo (float) $value;
