var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var root = Path.GetFullPath("/srv/manuals") + Path.DirectorySeparatorChar;

app.MapGet("/manuals", (string file) =>
{
    var path = Path.GetFullPath(Path.Combine(root, file));
    if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path)) return Results.NotFound();
    return Results.Bytes(File.ReadAllBytes(path), "application/pdf");
});

app.Run();
