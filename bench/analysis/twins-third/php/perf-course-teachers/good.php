<?php

namespace App\Http\Controllers;

use App\Models\Course;
use App\Models\Room;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Carbon;

class TimetableController extends Controller
{
    public function index(Request $request): JsonResponse
    {
        $request->validate(['day' => 'nullable|date_format:Y-m-d']);
        $day = Carbon::parse($request->input('day', 'today'));
        $courses = Course::with(['teacher', 'room'])->whereDate('starts_at', $day)->orderBy('starts_at')->get();

        $rows = [];
        foreach ($courses as $course) {
            $rows[] = [
                'title' => $course->title,
                'teacher' => $course->teacher->name,
                'room' => $course->room->label,
                'from' => $course->starts_at->format('H:i'),
                'until' => $course->ends_at->format('H:i'),
            ];
        }

        return response()->json(['day' => $day->toDateString(), 'courses' => $rows]);
    }

    public function rooms(): JsonResponse
    {
        return response()->json(Room::orderBy('label')->pluck('label', 'id'));
    }

    public function conflicts(Request $request): JsonResponse
    {
        $data = $request->validate([
            'room' => 'required|integer|exists:rooms,id',
            'from' => 'required|date',
            'until' => 'required|date|after:from',
        ]);
        $count = Course::where('room_id', $data['room'])
            ->where('starts_at', '<', $data['until'])
            ->where('ends_at', '>', $data['from'])
            ->count();

        return response()->json(['conflicts' => $count]);
    }
}
