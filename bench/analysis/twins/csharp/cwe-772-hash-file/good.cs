using System.Security.Cryptography;

public class Checksums
{
    public Dictionary<string, string> Of(IEnumerable<string> files)
    {
        var result = new Dictionary<string, string>();
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            result[file] = Convert.ToHexString(SHA256.HashData(stream));
        }
        return result;
    }
}
