<?php

class Preferences
{
    public static function fromCookie(): array
    {
        $raw = base64_decode($_COOKIE['prefs'] ?? '', true);
        if ($raw === false || $raw === '') {
            return [];
        }
        $value = unserialize($raw, ['allowed_classes' => false]);
        return is_array($value) ? $value : [];
    }
}

echo json_encode(array_keys(Preferences::fromCookie()));
