<?php

function counts(PDO $pdo, array $categories): array
{
    $result = [];
    $totals = $pdo->query('SELECT category_id, count(*) FROM product GROUP BY category_id')->fetchAll(PDO::FETCH_KEY_PAIR);
    foreach ($categories as $category) {
        $result[$category['name']] = (int) ($totals[$category['id']] ?? 0);
    }
    return $result;
}
