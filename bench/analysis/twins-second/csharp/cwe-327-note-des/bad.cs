using System.Security.Cryptography;

public static class Notes
{
    public static byte[] Seal(byte[] note, byte[] key)
    {
        using SymmetricAlgorithm algorithm = TripleDES.Create();
        algorithm.Key = key;
        algorithm.GenerateIV();
        using var encryptor = algorithm.CreateEncryptor();
        return encryptor.TransformFinalBlock(note, 0, note.Length);
    }
}
