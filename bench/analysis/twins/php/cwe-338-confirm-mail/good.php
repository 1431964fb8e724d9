<?php

function confirmation_token(): string
{
    return bin2hex(random_bytes(16));
}

function send_confirmation(PDO $pdo, int $user, string $email): void
{
    $token = confirmation_token();
    $pdo->prepare('UPDATE users SET confirm_token = ? WHERE id = ?')->execute([$token, $user]);
    mail($email, 'Confirm', 'https://club.example/confirm?t=' . $token);
}
