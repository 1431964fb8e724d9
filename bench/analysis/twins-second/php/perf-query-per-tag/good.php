<?php

function names(PDO $pdo, array $ids): array
{
    $names = [];
    $marks = implode(',', array_fill(0, count($ids), '?'));
    $statement = $pdo->prepare("SELECT name FROM tag WHERE id IN ($marks)");
    $statement->execute($ids);
    foreach ($statement as $row) {
        $names[] = $row['name'];
    }
    return $names;
}

print_r(names(new PDO('sqlite:blog.db'), [1, 2, 3]));
