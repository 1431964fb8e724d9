<?php

$db = new mysqli('localhost', 'shop', getenv('DB_PASSWORD'), 'shop');

function page(): mixed
{
    $page = $_GET['page'] ?? '1';
    if ($page == 0) {
        $page = 1;
    }
    return $page;
}

$offset = page();
$rows = $db->query("SELECT name FROM product LIMIT 20 OFFSET $offset");
echo $rows->num_rows;
