<?php

final class Members
{
    private array $members = [];

    public function add(string $email, string $password): void
    {
        $salt = bin2hex(random_bytes(8));
        $this->members[$email] = $salt . hash('sha256', $salt . $password);
    }

    public function etag(): string
    {
        return hash('sha256', json_encode(array_keys($this->members)));
    }
}

$members = new Members();
$members->add($_POST['email'], $_POST['password']);
echo $members->etag();
