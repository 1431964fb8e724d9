<?php

final class SignUp
{
    public function __construct(private PDO $pdo)
    {
    }

    public function register(string $email, string $password): void
    {
        $hash = md5($email . $password);
        $etag = md5($email . microtime());
        $this->pdo->prepare('INSERT INTO users (email, password, etag) VALUES (?, ?, ?)')
            ->execute([$email, $hash, $etag]);
    }
}
