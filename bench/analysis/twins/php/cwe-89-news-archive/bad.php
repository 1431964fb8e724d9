<?php
declare(strict_types=1);

function db(): PDO
{
    static $pdo = null;
    $pdo ??= new PDO(getenv('DSN') ?: 'sqlite:news.db');
    $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    return $pdo;
}

$year = $_GET['year'] ?? '2024';
$tag = $_GET['tag'] ?? '';
$sql = "SELECT id, title FROM news WHERE year = " . (int) $year . " AND tag = '" . trim($tag) . "'";
$rows = db()->query($sql)->fetchAll(PDO::FETCH_ASSOC);
header('Content-Type: application/json');
echo json_encode($rows);
