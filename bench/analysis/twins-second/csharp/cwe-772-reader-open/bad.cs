using System.IO;

public static class Lines
{
    public static int Count(string path)
    {
        var count = 0;
        var reader = new StreamReader(path);
        while (reader.ReadLine() != null)
        {
            count++;
        }
        return count;
    }

    public static void Main(string[] arguments)
    {
        System.Console.WriteLine(Count(arguments[0]));
    }
}
