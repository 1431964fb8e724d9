<?php

final class Members
{
    private array $members = [];

    public function add(string $email, string $password): void
    {
        $this->members[$email] = password_hash($password, PASSWORD_DEFAULT);
    }

    public function etag(): string
    {
        return hash('sha256', json_encode(array_keys($this->members)));
    }
}

$members = new Members();
$members->add($_POST['email'], $_POST['password']);
echo $members->etag();
