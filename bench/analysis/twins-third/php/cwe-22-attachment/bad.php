<?php

namespace App\Http\Controllers;

use App\Models\Ticket;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Facades\Storage;
use Illuminate\View\View;
use Symfony\Component\HttpFoundation\BinaryFileResponse;

class TicketAttachmentController extends Controller
{
    public function __construct()
    {
        $this->middleware('auth');
    }

    public function index(Ticket $ticket): View
    {
        $this->authorize('view', $ticket);
        $files = collect(Storage::files($this->folder($ticket)))->map(fn ($file) => basename($file));

        return view('tickets.attachments', ['ticket' => $ticket, 'files' => $files]);
    }

    public function store(Request $request, Ticket $ticket): RedirectResponse
    {
        $this->authorize('update', $ticket);
        $request->validate(['attachment' => 'required|file|max:4096|mimes:pdf,png,jpg,txt']);
        $file = $request->file('attachment');
        $path = $file->store($this->folder($ticket));
        Log::info('attachment stored', ['ticket' => $ticket->id, 'path' => $path]);

        return redirect()->route('tickets.attachments', $ticket)->with('status', 'Stored.');
    }

    public function show(Request $request, Ticket $ticket): BinaryFileResponse
    {
        $this->authorize('view', $ticket);
        $folder = storage_path('app/' . $this->folder($ticket));
        $name = trim($request->query('file', ''), '/');
        $path = $folder . '/' . $name;
        if ($name === '' || ! is_file($path)) {
            abort(404);
        }

        return response()->download($path);
    }

    public function destroy(Ticket $ticket): RedirectResponse
    {
        $this->authorize('update', $ticket);
        Storage::deleteDirectory($this->folder($ticket));
        Log::info('attachments removed', ['ticket' => $ticket->id]);

        return redirect()->route('tickets.show', $ticket)->with('status', 'Removed.');
    }

    private function folder(Ticket $ticket): string
    {
        return 'attachments/' . (int) $ticket->id;
    }
}
