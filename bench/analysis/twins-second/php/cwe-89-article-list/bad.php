<?php

declare(strict_types=1);

final class Articles
{
    public function __construct(private PDO $pdo)
    {
    }

    public function byAuthor(string $author): array
    {
        $sql = 'SELECT title FROM article WHERE published = 1';
        $sql .= " AND author = '" . addcslashes($author, '%_') . "'";
        $statement = $this->pdo->prepare($sql);
        $statement->execute();
        return $statement->fetchAll();
    }
}

$articles = new Articles(new PDO('sqlite:blog.db'));
header('Content-Type: application/json');
echo json_encode($articles->byAuthor($_GET['author'] ?? ''));
