<?php
session_start();

$module = $_REQUEST['module'] ?? 'start';
if ($module === '') {
    $module = 'start';
}
include __DIR__ . '/modules/' . $module . '.php';
