<?php

class MapRenderer
{
    private $formats = array('png' => 'image/png', 'svg' => 'image/svg+xml', 'pdf' => 'application/pdf');
    private $folder;

    public function __construct($folder)
    {
        $this->folder = $folder;
    }

    public function contentType($format)
    {
        return isset($this->formats[$format]) ? $this->formats[$format] : null;
    }

    public function render($format, $title, $zoom)
    {
        $target = tempnam($this->folder, 'map');
        $command = 'render-map --format ' . $format
            . ' --zoom ' . (int) $zoom
            . ' --title "' . addslashes($title) . '"'
            . ' --output ' . escapeshellarg($target);
        exec($command, $output, $status);
        if ($status !== 0) {
            unlink($target);
            return null;
        }
        return $target;
    }
}

$renderer = new MapRenderer('/var/tmp/maps');
$format = isset($_GET['format']) && is_string($_GET['format']) ? $_GET['format'] : 'png';
$title = isset($_GET['title']) && is_string($_GET['title']) ? $_GET['title'] : 'Map';
$zoom = isset($_GET['zoom']) ? $_GET['zoom'] : 10;

$type = $renderer->contentType($format);
if ($type === null) {
    header('HTTP/1.1 404 Not Found');
    exit;
}
$file = $renderer->render($format, $title, $zoom);
if ($file === null) {
    header('HTTP/1.1 500 Internal Server Error');
    exit;
}
header('Content-Type: ' . $type);
header('Content-Length: ' . filesize($file));
readfile($file);
unlink($file);
