<?php

$photo = $_FILES['photo'];
if ($photo['error'] !== UPLOAD_ERR_OK || $photo['size'] > 2_000_000) {
    http_response_code(422);
    exit;
}
$name = basename($photo['name']);
move_uploaded_file($photo['tmp_name'], __DIR__ . '/photos/' . $name);
echo json_encode(['photo' => $name]);
