// What the Sun sees of a part: its depth alone.
in vec3 pos;
uniform mat4 map_of_world;
uniform mat3 part_turn;
uniform vec3 part_place, part_size;

void main(void) {
    gl_Position = map_of_world * vec4(part_turn * (pos * part_size) + part_place, 1.0);
}
