namespace Mockhaus.Statements.History;

/// <summary>Whether values are expected, where programs of other databases write them in double quotes: after a comparison or LIKE, and in the
/// brackets of IN and VALUES.</summary>
internal struct ValueContext
{
    private int _depth;
    private int _listDepth;
    private bool _isNext;
    private bool _isListNext;

    /// <summary>Whether a quoted name is a value here.</summary>
    public readonly bool IsValue => _isNext || (_listDepth > 0 && _depth >= _listDepth);

    /// <summary>A word has been read.</summary>
    public void OnWord(ReadOnlySpan<char> word)
    {
        (_isNext, _isListNext) = (word[0] | ' ', word.Length) switch
        {
            ('l', 4) => (word.Equals("LIKE", StringComparison.OrdinalIgnoreCase), false),
            ('i', 5) => (word.Equals("ILIKE", StringComparison.OrdinalIgnoreCase), false),
            ('i', 2) => (false, word.Equals("IN", StringComparison.OrdinalIgnoreCase)),
            ('v', 6) => (false, word.Equals("VALUES", StringComparison.OrdinalIgnoreCase)),
            _ => (false, false),
        };
        if (_listDepth > 0 && _depth == _listDepth && word.Equals("SELECT", StringComparison.OrdinalIgnoreCase))
        {
            _listDepth = 0;
        }
    }

    /// <summary>A symbol has been read.</summary>
    public void OnSymbol(char symbol)
    {
        _isNext = symbol is '=' or '<' or '>';
        if (symbol == '(')
        {
            _depth++;
            _listDepth = _isListNext && _listDepth == 0 ? _depth : _listDepth;
        }
        else if (symbol == ')')
        {
            // A list of VALUES goes on with a comma and the next bracket.
            _isListNext = _listDepth == _depth;
            _listDepth = _listDepth == _depth ? 0 : _listDepth;
            _depth--;
            return;
        }

        _isListNext &= symbol == ',';
    }

    /// <summary>A value has been read.</summary>
    public void OnValue() => (_isNext, _isListNext) = (false, false);
}
