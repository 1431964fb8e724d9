<?php

function back(): string
{
    $to = $_GET['to'] ?? '/';
    if (filter_var($to, FILTER_VALIDATE_URL) === false && $to[0] !== '/') {
        return '/';
    }
    return $to;
}

setcookie('language', 'de', ['secure' => true, 'httponly' => true]);
header('Location: ' . back());
exit;
