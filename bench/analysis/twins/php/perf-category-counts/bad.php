<?php

function counts(PDO $pdo, array $categories): array
{
    $result = [];
    foreach ($categories as $category) {
        $statement = $pdo->prepare('SELECT count(*) FROM product WHERE category_id = ?');
        $statement->execute([$category['id']]);
        $result[$category['name']] = (int) $statement->fetchColumn();
    }
    return $result;
}
