<?php

declare(strict_types=1);

/** A visitors' book in one file: list, search and write. */

session_start(['cookie_secure' => true, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax']);

final class VisitorBook
{
    private const PER_PAGE = 20;

    public function __construct(private PDO $database)
    {
        $this->database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $this->database->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
    }

    /** @return list<array{name: string, text: string, written: string}> */
    public function search(array $wanted, int $page): array
    {
        $conditions = ['hidden = 0'];
        $values = [];
        foreach (['name', 'text'] as $column) {
            $term = trim((string) ($wanted[$column] ?? ''));
            if ($term === '') {
                continue;
            }
            $conditions[] = sprintf('%s LIKE ?', $column);
            $values[] = "%{$term}%";
        }
        $sql = 'SELECT name, text, written FROM entry WHERE ' . implode(' AND ', $conditions)
            . ' ORDER BY written DESC LIMIT ' . self::PER_PAGE . ' OFFSET ' . ($page * self::PER_PAGE);
        $statement = $this->database->prepare($sql);
        $statement->execute($values);

        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }

    public function write(string $name, string $text): void
    {
        $statement = $this->database->prepare('INSERT INTO entry (name, text, written) VALUES (?, ?, NOW())');
        $statement->execute([$name, $text]);
    }
}

function h(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

$book = new VisitorBook(new PDO((string) getenv('BOOK_DSN'), (string) getenv('BOOK_USER'), (string) getenv('BOOK_PASSWORD')));
$_SESSION['form'] ??= bin2hex(random_bytes(16));

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    if (!hash_equals($_SESSION['form'], (string) ($_POST['form'] ?? ''))) {
        http_response_code(403);
        exit;
    }
    $name = mb_substr(trim((string) ($_POST['name'] ?? '')), 0, 60);
    $text = mb_substr(trim((string) ($_POST['text'] ?? '')), 0, 1000);
    if ($name !== '' && $text !== '') {
        $book->write($name, $text);
    }
    header('Location: /book.php', true, 303);
    exit;
}

$entries = $book->search($_GET, max(0, (int) ($_GET['page'] ?? 0)));
?>
<!doctype html>
<html lang="en">
<title>Visitors' book</title>
<form method="post">
    <input type="hidden" name="form" value="<?= h($_SESSION['form']) ?>">
    <input name="name" maxlength="60" required>
    <textarea name="text" maxlength="1000" required></textarea>
    <button>Write</button>
</form>
<?php foreach ($entries as $entry): ?>
    <article>
        <h2><?= h($entry['name']) ?></h2>
        <p><?= nl2br(h($entry['text'])) ?></p>
        <time><?= h($entry['written']) ?></time>
    </article>
<?php endforeach; ?>
</html>
