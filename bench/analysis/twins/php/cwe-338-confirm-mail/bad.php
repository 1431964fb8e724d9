<?php

function confirmation_token(): string
{
    return md5(uniqid((string) mt_rand(), true));
}

function send_confirmation(PDO $pdo, int $user, string $email): void
{
    $token = confirmation_token();
    $pdo->prepare('UPDATE users SET confirm_token = ? WHERE id = ?')->execute([$token, $user]);
    mail($email, 'Confirm', 'https://club.example/confirm?t=' . $token);
}
