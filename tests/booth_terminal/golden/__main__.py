from tests.booth_terminal.golden import FOLDER, pictures

for name, image in pictures().items():
    image.save(FOLDER / f"{name}.png", optimize=True)
