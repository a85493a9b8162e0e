namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>Gives a text a few characters at a time.</summary>
internal sealed class CutReader(string text, Random random) : TextReader
{
    private int _next;

    public override int Peek() => _next < text.Length ? text[_next] : -1;

    public override int Read() => _next < text.Length ? text[_next++] : -1;

    public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var length = Math.Min(Math.Min(buffer.Length, text.Length - _next), random.Next(1, 8));
        text.AsMemory(_next, length).CopyTo(buffer);
        _next += length;
        return ValueTask.FromResult(length);
    }
}
