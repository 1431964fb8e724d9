<?php

final class Item
{
    public string $sku = '';
    public int $count = 0;
}

$raw = base64_decode($_COOKIE['cart'] ?? '', true);
if ($raw === false) {
    http_response_code(400);
    exit;
}
$cart = unserialize($raw);
echo is_array($cart) ? count($cart) : 0;
