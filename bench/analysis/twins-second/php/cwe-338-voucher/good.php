<?php

function resetToken(): string
{
    $token = '';
    for ($i = 0; $i < 32; $i++) {
        $token .= dechex(random_int(0, 15));
    }
    return $token;
}

$token = resetToken();
$pdo = new PDO('sqlite:shop.db');
$pdo->prepare('INSERT INTO reset (token) VALUES (?)')->execute([$token]);
