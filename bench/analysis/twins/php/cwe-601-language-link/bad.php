<?php
session_start();

$_SESSION['lang'] = ($_GET['lang'] ?? '') === 'fr' ? 'fr' : 'en';
$target = $_GET['back'] ?? '/index.php';
$target = filter_var($target, FILTER_SANITIZE_URL);
header('Location: ' . $target, true, 303);
exit;
