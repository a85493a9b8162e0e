using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Results;

internal delegate TValue ItemGetter<T, TValue>(ref T item);

/// <summary>A value of an item: one of its properties, or the item itself.</summary>
internal sealed class ItemMember<T>(string name, Type type, MethodInfo? getter)
{
    public string Name => name;

    public Type Type => type;

    /// <summary>Whether the value is the item itself.</summary>
    public bool IsItem => getter is null;

    /// <summary>Reads the value without boxing. <typeparamref name="TValue"/> is its type.</summary>
    public ItemGetter<T, TValue> Getter<TValue>()
    {
        if (getter is null)
        {
            return static (ref item) => Unsafe.As<T, TValue>(ref item);
        }

        if (typeof(T).IsValueType)
        {
            return getter.CreateDelegate<ItemGetter<T, TValue>>();
        }

        var get = getter.CreateDelegate<Func<T, TValue>>();
        return (ref item) => get(item);
    }

    /// <summary>Reads a value of any type.</summary>
    public object? GetBoxed(T item) => getter is null ? item : getter.Invoke(item, BindingFlags.DoNotWrapExceptions, null, null, null);
}
