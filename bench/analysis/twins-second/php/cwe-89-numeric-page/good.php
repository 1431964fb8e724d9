<?php

$db = new mysqli('localhost', 'shop', getenv('DB_PASSWORD'), 'shop');

function page(): mixed
{
    $page = $_GET['page'] ?? '1';
    return max(1, (int) $page);
}

$offset = page();
$rows = $db->query("SELECT name FROM product LIMIT 20 OFFSET $offset");
echo $rows->num_rows;
