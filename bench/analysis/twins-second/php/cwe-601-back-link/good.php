<?php

function back(): string
{
    $to = $_GET['to'] ?? '/';
    if (preg_match('~^/[a-z0-9-]+\z~', $to) !== 1) {
        return '/';
    }
    return $to;
}

setcookie('language', 'de', ['secure' => true, 'httponly' => true]);
header('Location: ' . back());
exit;
