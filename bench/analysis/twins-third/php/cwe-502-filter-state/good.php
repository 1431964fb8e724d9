<?php

namespace Reports;

class FilterState
{
    public $from = '';
    public $until = '';
    public $groups = array();

    public static function fromRequest(array $request)
    {
        $state = new self();
        if (empty($request['state'])) {
            return $state;
        }
        $text = base64_decode($request['state'], true);
        if ($text === false) {
            return $state;
        }
        $values = unserialize($text, ['allowed_classes' => false]);
        if (is_array($values)) {
            foreach (array('from', 'until', 'groups') as $name) {
                if (isset($values[$name])) {
                    $state->$name = $values[$name];
                }
            }
        }
        return $state;
    }

    public function __toString()
    {
        return base64_encode(serialize(array('from' => $this->from, 'until' => $this->until, 'groups' => $this->groups)));
    }
}

$state = FilterState::fromRequest($_POST);
header('Content-Type: application/json');
echo json_encode(array('state' => (string) $state, 'groups' => count((array) $state->groups)));
