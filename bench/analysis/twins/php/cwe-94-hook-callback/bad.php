<?php

$formats = ['upper' => 'strtoupper', 'lower' => 'strtolower', 'title' => 'ucwords'];
$format = $_GET['format'] ?? 'upper';
$text = $_GET['text'] ?? '';

$callback = array_key_exists($format, $formats) ? $formats[$format] : $format;
header('Content-Type: text/plain');
echo call_user_func($callback, $text);
