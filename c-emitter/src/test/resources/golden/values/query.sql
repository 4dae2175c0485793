values (1, 'one'), (2, null), (3, '*/ three ??/ and a longer text')
