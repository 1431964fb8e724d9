<?php
session_start();

$module = $_REQUEST['module'] ?? 'start';
if (!in_array($module, ['start', 'news', 'contact'], true)) {
    $module = 'start';
}
include __DIR__ . '/modules/' . $module . '.php';
