using System.Text;

namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>A stream of texts that are made only when somebody reads them.</summary>
internal sealed class GeneratedStream(IEnumerable<string> parts) : Stream
{
    private readonly IEnumerator<string> _parts = parts.GetEnumerator();
    private byte[] _part = [];
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_next == _part.Length)
        {
            if (!_parts.MoveNext())
            {
                return 0;
            }

            (_part, _next) = (Encoding.UTF8.GetBytes(_parts.Current), 0);
        }

        var length = Math.Min(count, _part.Length - _next);
        _part.AsSpan(_next, length).CopyTo(buffer.AsSpan(offset));
        _next += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
