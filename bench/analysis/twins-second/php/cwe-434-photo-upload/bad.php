<?php

$photo = $_FILES['photo'];
$extension = strtolower(pathinfo($photo['name'], PATHINFO_EXTENSION));
if ($photo['type'] !== 'image/png') {
    http_response_code(422);
    exit;
}
$target = __DIR__ . '/uploads/' . bin2hex(random_bytes(8)) . '.' . $extension;
move_uploaded_file($photo['tmp_name'], $target);
http_response_code(201);
