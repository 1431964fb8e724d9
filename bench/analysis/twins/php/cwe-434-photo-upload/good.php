<?php

$photo = $_FILES['photo'];
if ($photo['error'] !== UPLOAD_ERR_OK || $photo['size'] > 2_000_000) {
    http_response_code(422);
    exit;
}
$types = [IMAGETYPE_JPEG => '.jpg', IMAGETYPE_PNG => '.png'];
$type = exif_imagetype($photo['tmp_name']);
if (!isset($types[$type])) {
    http_response_code(422);
    exit;
}
$name = bin2hex(random_bytes(16)) . $types[$type];
move_uploaded_file($photo['tmp_name'], __DIR__ . '/photos/' . $name);
echo json_encode(['photo' => $name]);
