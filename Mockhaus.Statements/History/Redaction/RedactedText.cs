namespace Mockhaus.Statements.History;

/// <summary>Redacted SQL, while it is written: tokens with at most one space between them.</summary>
internal ref struct RedactedText(char[] buffer, int maxLength)
{
    private readonly Span<char> _buffer = buffer;
    private int _length;
    private int _nameAt = -1;
    private bool _mustSpace;

    /// <summary>Whether a token did not fit.</summary>
    public bool IsFull { get; private set; }

    public readonly bool EndsWithSpace => _mustSpace;

    /// <summary>Whether the last token is a dollar, and the next one follows immediately.</summary>
    public readonly bool EndsWithDollar => !_mustSpace && _length > 0 && _buffer[_length - 1] == '$' && _nameAt < 0;

    public void AddSpace() => _mustSpace = _length > 0;

    public void AddName(ReadOnlySpan<char> name)
    {
        Add(name);
        _nameAt = IsFull ? -1 : _length - name.Length;
    }

    public void AddSymbol(ReadOnlySpan<char> symbol) => Add(symbol);

    /// <summary>Adds <c>?</c>, once for values that are written together. The prefix of a text, as in X'…', belongs to the value.</summary>
    public void AddValue()
    {
        if (!_mustSpace && _nameAt >= 0 && _nameAt == _length - 1 && _buffer[_nameAt] is 'x' or 'X' or 'n' or 'N' or 'b' or 'B')
        {
            _length = _nameAt;
            _mustSpace = _length > 0 && _buffer[_length - 1] == ' ';
            _length -= _mustSpace ? 1 : 0;
        }

        if (_mustSpace || _length == 0 || _buffer[_length - 1] != '?')
        {
            Add("?");
        }
    }

    public void Add(ReadOnlySpan<char> token)
    {
        var space = _mustSpace ? 1 : 0;
        if (_length + space + token.Length > maxLength)
        {
            IsFull = true;
            return;
        }

        if (_mustSpace)
        {
            _buffer[_length++] = ' ';
            _mustSpace = false;
        }

        token.CopyTo(_buffer[_length..]);
        _length += token.Length;
        _nameAt = -1;
    }

    public override readonly string ToString() => _buffer[.._length].ToString();
}
