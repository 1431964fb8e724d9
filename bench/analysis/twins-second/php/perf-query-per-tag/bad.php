<?php

function names(PDO $pdo, array $ids): array
{
    $names = [];
    $statement = $pdo->prepare('SELECT name FROM tag WHERE id = ?');
    foreach ($ids as $id) {
        $statement->execute([$id]);
        $names[] = $statement->fetchColumn();
    }
    return $names;
}

print_r(names(new PDO('sqlite:blog.db'), [1, 2, 3]));
