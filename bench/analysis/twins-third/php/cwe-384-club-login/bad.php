<?php

declare(strict_types=1);

session_start(['cookie_secure' => true, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax']);

function find_member(PDO $database, string $name): ?array
{
    $statement = $database->prepare('SELECT id, name, password FROM member WHERE name = :name AND locked = 0');
    $statement->execute(['name' => $name]);
    $member = $statement->fetch(PDO::FETCH_ASSOC);

    return $member === false ? null : $member;
}

function attempts(PDO $database, string $address): int
{
    $statement = $database->prepare('SELECT COUNT(*) FROM attempt WHERE address = ? AND made_at > NOW() - INTERVAL 10 MINUTE');
    $statement->execute([$address]);

    return (int) $statement->fetchColumn();
}

function note_attempt(PDO $database, string $address): void
{
    $statement = $database->prepare('INSERT INTO attempt (address, made_at) VALUES (?, NOW())');
    $statement->execute([$address]);
}

function sign_in(array $member): void
{
    $_SESSION['member'] = (int) $member['id'];
    $_SESSION['name'] = $member['name'];
    $_SESSION['since'] = time();
}

function sign_out(): void
{
    $_SESSION = [];
    session_regenerate_id(true);
}

function page(string $title, string $body): void
{
    header('Content-Type: text/html; charset=utf-8');
    printf('<!doctype html><title>%s</title>%s', htmlspecialchars($title), $body);
}

$database = new PDO((string) getenv('CLUB_DSN'), (string) getenv('CLUB_USER'), (string) getenv('CLUB_PASSWORD'));
$_SESSION['form'] ??= bin2hex(random_bytes(16));

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $form = is_string($_POST['form'] ?? null) ? $_POST['form'] : '';
    if (!hash_equals($_SESSION['form'], $form)) {
        http_response_code(403);
        exit;
    }
    if (isset($_POST['out'])) {
        sign_out();
        header('Location: /login.php', true, 303);
        exit;
    }
    if (attempts($database, $_SERVER['REMOTE_ADDR']) > 10) {
        http_response_code(429);
        exit;
    }
    $name = is_string($_POST['name'] ?? null) ? $_POST['name'] : '';
    $password = is_string($_POST['password'] ?? null) ? $_POST['password'] : '';
    $member = find_member($database, $name);
    if ($member !== null && password_verify($password, $member['password'])) {
        sign_in($member);
        header('Location: /club.php', true, 303);
        exit;
    }
    note_attempt($database, $_SERVER['REMOTE_ADDR']);
    http_response_code(401);
}

page('Login', '<form method="post">'
    . '<input type="hidden" name="form" value="' . htmlspecialchars($_SESSION['form']) . '">'
    . '<input name="name" autocomplete="username"><input name="password" type="password">'
    . '<button>Sign in</button></form>');
