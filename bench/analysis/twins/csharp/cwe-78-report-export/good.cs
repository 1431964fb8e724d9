using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

[ApiController]
public class ExportController : ControllerBase
{
    [HttpPost("export/{id:int}")]
    public IActionResult Export(int id, [FromForm] string format)
    {
        var code = Run($"/srv/reports/{id}.md", format);
        return code == 0 ? Ok() : StatusCode(500);
    }

    private static int Run(string source, string format)
    {
        var info = new ProcessStartInfo("pandoc");
        info.ArgumentList.Add(source);
        info.ArgumentList.Add("-o");
        info.ArgumentList.Add(source + (format == "docx" ? ".docx" : ".pdf"));
        using var process = Process.Start(info)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
