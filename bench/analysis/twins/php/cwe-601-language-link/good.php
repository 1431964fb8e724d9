<?php
session_start();

$_SESSION['lang'] = ($_GET['lang'] ?? '') === 'fr' ? 'fr' : 'en';
$target = $_GET['back'] ?? '/index.php';
$target = '/' . ltrim((string) parse_url($target, PHP_URL_PATH), '/\\');
header('Location: ' . $target, true, 303);
exit;
